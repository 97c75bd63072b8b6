"""What a build writes into a release: dumps, manifest, report, search index."""
