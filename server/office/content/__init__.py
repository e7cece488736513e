"""What is ready-made, and a town can edit without touching code: templates of programmes, activities, ideas, decks of cards.

Each is a YAML file (`reading`, `shapes`); a town's own files lie over the defaults, by id (`shelf`). docs/content.md says
how one writes them.
"""

from server.office.content.living import Living as Living
from server.office.content.shelf import Content as Content
from server.office.content.shelf import Fault as Fault
from server.office.content.shelf import check as check
from server.office.content.shelf import defaults as defaults
from server.office.content.shelf import load as load
