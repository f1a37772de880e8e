"""personio-api-client (v1): credentials in the query, pages of 200 asked for, pydantic models."""

from personio_api_client import PersonioClient
from shared import answer, settings

at = settings()
with PersonioClient(at.client_id, at.client_secret, base_url=f"{at.url}/v1") as client:
    answer(person.id for person in client.get_employees(active_only=False))
