"""personio-py (v1): needs the token back in a header of every answer, and parses every attribute."""

from personio_py import Personio
from shared import answer, settings

at = settings()
client = Personio(base_url=f"{at.url}/v1/", client_id=at.client_id, client_secret=at.client_secret)
people = client.get_employees()
one = client.get_employee(people[0].id_)
assert one.email == people[0].email, "one employee differs from the same employee in the list"

pictures = [client.get_employee_picture(person, width=50) for person in people]
assert any(it and it.startswith((b"\x89PNG", b"\xff\xd8")) for it in pictures), "nobody has a picture"
assert client.search_first(one.last_name, active_only=False), "the search does not find the first employee"

types = client.get_absence_types()
absences = client.get_absences(people)
again = client.get_absence(absences[0].id_)
assert again.to_dict() == absences[0].to_dict(), "one absence differs from the same absence in the list"
attendances = client.get_attendances(people)
projects = client.get_projects()
answer(
    people=(person.id_ for person in people),
    absence_types=(it.id_ for it in types),
    absences=(it.id_ for it in absences),
    attendances=(it.id_ for it in attendances),
    projects=(it.id_ for it in projects),
)
