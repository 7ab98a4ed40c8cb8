"""Word's own format: packages, the template language, what a document says of itself. Nothing here knows records."""
