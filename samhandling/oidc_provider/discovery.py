"""What the provider says it can do (OpenID Connect Discovery 1.0, RFC 8414, 9126, 9207, 9449)."""

from typing import Any

from samhandling.oidc_provider.dpop import ALGORITHM
from samhandling.oidc_provider.reading import ALGORITHMS
from samhandling.oidc_provider.registered import SCOPES


def document(issuer: str, algorithm: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/connect/authorize",
        "pushed_authorization_request_endpoint": f"{issuer}/connect/par",
        "token_endpoint": f"{issuer}/connect/token",
        "end_session_endpoint": f"{issuer}/connect/endsession",
        "jwks_uri": f"{issuer}/jwks",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [algorithm],
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic", "client_secret_post"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "dpop_signing_alg_values_supported": [ALGORITHM],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
