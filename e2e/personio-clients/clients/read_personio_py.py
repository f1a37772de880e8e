"""personio-py (v1): needs the token back in a header of every answer, and parses every attribute."""

from personio_py import Personio
from shared import answer, settings

at = settings()
client = Personio(base_url=f"{at.url}/v1/", client_id=at.client_id, client_secret=at.client_secret)
people = client.get_employees()
one = client.get_employee(people[0].id_)
assert one.email == people[0].email, "one employee differs from the same employee in the list"
answer(person.id_ for person in people)
