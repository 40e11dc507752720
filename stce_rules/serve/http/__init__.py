"""The HTTP service: an ASGI application with an OpenAPI description, and the server that runs it."""
