"""personio-client (v2): typed persons and employments, page after page."""

import asyncio

from personio_client import PersonioClient
from shared import answer, settings


async def main() -> None:
    at = settings()
    async with PersonioClient(at.client_id, at.client_secret, app_id="NABE_SANDBOX", base_url=at.url) as client:
        persons = [person async for person in client.iter_persons()]
        one = await client.get_person(persons[0].id)
        assert one.email == persons[0].email, "one person differs from the same person in the list"
        employments = []
        # A call a person: some dozens show as much as thousands.
        for person in persons[:50]:
            found = [it async for it in client.iter_employments(person.id)]
            assert found, f"person {person.id} has no employment"
            employments += found
        again = await client.get_employment(persons[0].id, employments[0].id)
        assert again == employments[0], "one employment differs from the same employment in the list"
        for page in (await client.get_persons(limit=7), await client.get_employments(persons[0].id, limit=1)):
            assert page.data, "a page is empty"
    whole = {"employments": (it.id for it in employments)} if len(persons) <= 50 else {}
    answer(people=(person.id for person in persons), **whole)


asyncio.run(main())
