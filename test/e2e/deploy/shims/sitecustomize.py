"""What MiniStack must be told before it enforces policies. Python imports this from PYTHONPATH.

left-out.ts lists each of these with the document that decides it. A shim that is not needed any
more ends the emulator, so that it is taken out.
"""

import os

from ministack.core import iam_actions, sigv4

ROLE = "arn:aws:iam::123456789012:role/r"
FUNCTION = "/2015-03-31/functions/f"

lambda_action = iam_actions._lambda_action
resource_of = iam_actions.extract_resource_arn


def named_lambda_action(method, path):
    """MiniStack takes GetAlias and UpdateAlias for ListAliases, and others for GetFunction."""
    _, _, _, *rest = path.split("/")[1:] + [""] * 4
    sub, name = rest[0], rest[1]
    if sub == "aliases" and name:
        return {"GET": "GetAlias", "PUT": "UpdateAlias"}.get(method, lambda_action(method, path))
    if sub == "provisioned-concurrency" and method == "GET":
        return "GetProvisionedConcurrencyConfig"
    return lambda_action(method, path)


def named_resource(service, method, path, headers, body, params, *place):
    """MiniStack takes the principal of a simulation for any."""
    source = iam_actions._query_param(params, "PolicySourceArn")
    return source or resource_of(service, method, path, headers, body, params, *place)


def needed(shim, is_needed):
    if not is_needed:
        raise SystemExit(f"The shim {shim} is not needed any more: take it out of sitecustomize.py")


asked = {"Action": ["SimulatePrincipalPolicy"], "PolicySourceArn": [ROLE]}
needed("named_lambda_action", lambda_action("PUT", f"{FUNCTION}/aliases/live") != "UpdateAlias")
needed("named_resource", resource_of("iam", "POST", "/", {}, b"", asked, "eu-central-1", "1") != ROLE)
iam_actions._lambda_action = named_lambda_action
iam_actions.extract_resource_arn = named_resource

# The functions' clock is quicker than the emulator's, so the age of their signatures means nothing.
if "FUNCTIONS_CLOCK" in os.environ:
    sigv4.request_time_failure = lambda signature, **_: None
