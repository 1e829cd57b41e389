"""Enters both organizers into an empty pretix. Run by `pretix shell`; the content comes as JSON in PRETIX_CONTENT, and the
secrets of the orders' public pages go out as JSON into PRETIX_REFERENCES."""

import json
import os
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from django_scopes import scopes_disabled

from pretix.base.models import Event, Item, Order, OrderPosition, Organizer, Quota, Team, User, Voucher

content = json.loads(os.environ["PRETIX_CONTENT"])
references = {}
# pretix takes the running year for orders that can still be paid.
now = datetime.now(timezone.utc)

with scopes_disabled():
    for who, own in content.items():
        organizer = Organizer.objects.create(name=own["name"], slug=own["slug"])
        user = User.objects.create_user(own["mail"], own["password"], fullname=own["name"] + " box office")
        team = Team.objects.create(
            organizer=organizer,
            name="Box office",
            all_events=True,
            all_event_permissions=True,
            all_organizer_permissions=True,
        )
        team.members.add(user)
        event = Event.objects.create(
            organizer=organizer,
            name=own["event"]["name"],
            slug=own["event"]["slug"],
            currency="EUR",
            date_from=now + timedelta(days=60),
            live=True,
            is_public=True,
            plugins="pretix.plugins.banktransfer,pretix.plugins.ticketoutputpdf,pretix.plugins.sendmail",
        )
        event.settings.timezone = "UTC"
        event.settings.attendee_names_asked = True
        item = Item.objects.create(
            event=event, name=own["event"]["item"], default_price=Decimal(own["orders"][0]["price"])
        )
        quota = Quota.objects.create(event=event, name="All places", size=80)
        quota.items.add(item)
        for which, order in zip(("first", "second"), own["orders"]):
            made = Order.objects.create(
                event=event,
                code=order["code"],
                email=order["mail"],
                status=Order.STATUS_PENDING,
                datetime=now,
                expires=now + timedelta(days=30),
                total=Decimal(order["price"]),
                locale="en",
                comment=order["comment"],
                sales_channel=organizer.sales_channels.get(identifier="web"),
            )
            OrderPosition.objects.create(
                order=made,
                item=item,
                price=Decimal(order["price"]),
                attendee_name_parts={"_scheme": "full", "full_name": order["attendee"]},
                attendee_email=order["mail"],
            )
            references[f"{who}-{which}"] = made.secret
        for voucher in own["vouchers"]:
            Voucher.objects.create(event=event, code=voucher["code"], comment=voucher["comment"], quota=quota)

with open(os.environ["PRETIX_REFERENCES"], "w") as file:
    json.dump(references, file)
