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
        employments = [employment async for employment in client.iter_employments(one.id)]
        assert employments, "the first person has no employment"
    answer(person.id for person in persons)


asyncio.run(main())
