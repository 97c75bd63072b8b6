"""The door for programs: an ASGI app over one release, served by uvicorn."""
