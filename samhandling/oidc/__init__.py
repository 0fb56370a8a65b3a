"""Sign-in through an OpenID Connect provider: `client.Client`. Knows no database and no web framework."""
