"""personio-api-client (v1): credentials in the query, pages of 200 asked for, pydantic models."""

from personio_api_client import PersonioClient
from shared import answer, settings

at = settings()
with PersonioClient(at.client_id, at.client_secret, base_url=f"{at.url}/v1") as client:
    people = client.get_employees(active_only=False)
    types = client.get_time_off_types()
    # It takes the offset for a row where Personio counts pages, so a list of more than 200 comes cut; that of one
    # person does not.
    absences = [it for person in people for it in client.get_time_offs(employee_ids=[person.id])]
    assert len({it.time_off_type_name for it in absences}) > 1, "all absences are of one type"
answer(
    people=(person.id for person in people),
    absence_types=(it.id for it in types),
    absences=(it.id for it in absences),
)
