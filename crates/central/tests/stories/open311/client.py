"""Speaks with a central by an Open311 client that somebody else wrote (three 0.8.0, PyPI), as a city's
program would: finds the service, reports, and reads what became of it. Usage: client.py ENDPOINT KEY."""

import itertools
import sys

# The client is older than Python 3; what it lacks there is one name.
itertools.ifilter = filter

from three import Three  # noqa: E402

endpoint, key = sys.argv[1:]
city = Three(endpoint, api_key=key)

found = city.discovery()
assert any(one["specification"].endswith("GeoReport_v2") for one in found["endpoints"]), found

services = {one["service_code"]: one for one in city.services()}
assert "sewage" in services, services
assert services["sewage"]["metadata"] is False, services

(created,) = city.post(
    "sewage",
    lat=28.5815,
    long=105.7051,
    description="污水外溢, 流到路上",
    address="人民路1号",
    name="小明 王",
    phone="13912344321",
)
number = created["service_request_id"]

(told,) = city.request(number, api_key=key)
assert told["service_code"] == "sewage", told
assert told["status"] == "open", told
assert told["description"] == "污水外溢, 流到路上", told
assert abs(told["lat"] - 28.5815) < 1e-9 and abs(told["long"] - 105.7051) < 1e-9, told
assert "13912344321" not in str(told), told

(public,) = city.request(number)
assert public.get("description") in (None, ""), public

listed = city.requests("sewage", api_key=key)
assert number in [one["service_request_id"] for one in listed], listed
assert city.requests("noise") == [], "of another service there are none"

(same,) = city.token(number)
assert same["service_request_id"] == number, same

(refused,) = city.post("sewage", description="没有地点", api_key="wrong.key")
assert refused["code"] == 403, refused

print("reported", number)
