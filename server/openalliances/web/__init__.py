"""The web server's skin: Flask, one blueprint per surface."""
