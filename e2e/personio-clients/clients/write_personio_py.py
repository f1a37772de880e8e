"""personio-py (v1), its writes: each is read again by the same client."""

from datetime import date, timedelta

from personio_py import Absence, Attendance, Employee, Personio, Project
from personio_py.models import Department
from shared import answer, settings

at = settings()
client = Personio(base_url=f"{at.url}/v1/", client_id=at.client_id, client_secret=at.client_secret)
people = client.get_employees()
person = next(it for it in people if it.status == "active" and it.hire_date < date(2026, 1, 1))

# Projects.
project = client.create_project(Project(client, name="Umzug nach Köln", active=True))
found = next(it for it in client.get_projects() if it.id_ == project.id_)
assert (found.name, found.active) == ("Umzug nach Köln", True), "the new project differs"
project.name, project.active = "Umzug nach Bonn", False
client.update_project(project)
found = next(it for it in client.get_projects() if it.id_ == project.id_)
assert (found.name, found.active) == ("Umzug nach Bonn", False), "the changed project differs"
assert client.delete_project(project).ok, "the project can't be deleted"
assert all(it.id_ != project.id_ for it in client.get_projects()), "the deleted project is still there"

# Attendance, on a Sunday long ago on which nobody worked.
day = date(2020, 3, 1)


def attendance_of(id_: int) -> Attendance | None:
    return next((it for it in client.get_attendances(person, day, day) if it.id_ == id_), None)


new = Attendance(
    employee_id=person.id_, date=day, start_time="09:00", end_time="17:30", break_duration=30, comment="Inventur"
)
assert client.create_attendances([new]), "the attendance can't be created"
found = attendance_of(new.id_)
assert found and (found.start_time, found.end_time) == (timedelta(hours=9), timedelta(hours=17, minutes=30))
assert (found.break_duration, found.comment) == (30, "Inventur")
found.end_time, found.comment = timedelta(hours=16), "Inventur, kürzer"
client.update_attendance(found)
found = attendance_of(new.id_)
assert (found.end_time, found.comment) == (timedelta(hours=16), "Inventur, kürzer"), "the changed attendance differs"
client.delete_attendance(found)
assert attendance_of(new.id_) is None, "the deleted attendance is still there"

# Absences.
vacation = next(it for it in client.get_absence_types() if it.category == "paid_vacation")
free = date(2020, 3, 2)
absence = Absence(
    client, employee=person, time_off_type=vacation, start_date=free, end_date=free + timedelta(days=2), comment="Ski"
)
client.create_absence(absence)
found = client.get_absence(absence.id_)
assert (found.start_date, found.end_date) == (free, free + timedelta(days=2)), "the new absence differs"
assert found.comment == "Ski" and found.employee.id_ == person.id_
assert client.delete_absence(absence.id_), "the absence can't be deleted"
left = client.get_absences(person, free, free + timedelta(days=2))
assert all(it.id_ != absence.id_ for it in left), "the deleted absence is still there"

# An employee. The client names its fields like `employee[email]` in JSON.
department = next(it.department for it in people if it.department)
assert isinstance(department, Department)
fresh = Employee(
    client,
    email="tove.berg@example.com",
    first_name="Tove",
    last_name="Berg",
    gender="female",
    position="Logistikerin",
    department=department,
    hire_date=date(2026, 1, 1),
    weekly_working_hours="32",
)
made = client.create_employee(fresh)
found = client.get_employee(made.id_)
assert (found.first_name, found.last_name, found.email) == ("Tove", "Berg", "tove.berg@example.com")
answer(people=[made.id_])
