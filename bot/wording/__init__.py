"""The bot's words: what typed parts read like to a person; knows no markup and no platform.

To write words that can be translated, ``from bot.wording.language import N_, ngettext, gettext as _`` and
1. say a whole sentence with its values by name: ``_("Filter {number} is paused.").format(number=3)``, no f-string;
2. count with ``ngettext("{count} filter", "{count} filters", count).format(count=count)``;
3. in a constant write ``N_("Save")`` and translate it where it is used: ``_(constant)``;
4. raise ``CommandError("There is no filter {which}.", which=which)``: it is translated where it is shown;
5. never translate filter syntax, commands and a posting's own words. ``make wording`` brings the catalogues up to date.
"""
