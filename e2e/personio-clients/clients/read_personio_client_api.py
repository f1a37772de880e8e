"""personio-client-api (v1): credentials as a form, one call without paging."""

from personio_client_api.personio import Personio
from shared import answer, settings

at = settings()
client = Personio(at.client_id, at.client_secret, url=f"{at.url}/v1")
answer(people=(person["attributes"]["id"]["value"] for person in client.get_people()))
