"""The name on the way in: one that is free stands there already, and who is refused one finds another in its place."""

from __future__ import annotations

from tests.e2e.people import ENTER, Somebody, Venue


async def refused(person: Somebody, name: str) -> str:
    """Press 入る, be told that somebody has the name, with the focus where another one stands; that one."""
    await person.press(ENTER)
    await person.page.get_by_text(f"「{name}」は、ほかの人がもう使っています").wait_for()
    box = person.page.get_by_label("よび名")
    await person.page.wait_for_function("(box) => document.activeElement === box", arg=await box.element_handle())
    assert "ほかの人がもう使っています" in await box.evaluate(
        "(box) => box.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).innerText).join()"
    )
    return str(await box.input_value())


async def test_who_keeps_a_suggestion_that_another_was_quicker_with_finds_a_new_one_and_all_they_chose(
    venue: Venue,
) -> None:
    slow = await venue.somebody()
    await slow.peek(venue.links.urls["participant"])
    name = await (await slow.at_the_door()).input_value()
    await slow.page.get_by_role("radio", name="見守っていて").check(force=True)
    await slow.page.get_by_text("音なし", exact=True).first.click()
    quick = await venue.participant(name)
    another = await refused(slow, name)
    assert another not in ("", name)
    assert await slow.page.get_by_role("button", name="もどして、少しかえる").count() == 0
    assert await slow.page.get_by_role("radio", name="見守っていて").is_checked()
    assert await slow.page.get_by_role("radio", name="音なし").is_checked()
    await slow.go_in()
    await quick.page.get_by_role("button", name=f"{another}さん").first.wait_for()


async def test_whose_own_word_is_had_may_have_it_back_to_change_it(venue: Venue) -> None:
    await venue.participant("つばめ")
    person = await venue.somebody()
    await person.peek(venue.links.urls["participant"])
    box = await person.at_the_door()
    await box.fill("ツバメ")
    await refused(person, "ツバメ")
    await person.press("「ツバメ」にもどして、少しかえる")
    assert await box.input_value() == "ツバメ"
    await box.press_sequentially("のこ")
    await person.go_in()
    assert not person.errors
