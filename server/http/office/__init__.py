"""The office over HTTP: a table of endpoints, from which the routes, the permissions and the OpenAPI document are made."""
