"""What each step is in words, where its name does not say it: for the sentence of a refusal."""

REQUEST = {
    "submit": "send this request",
    "start-triage": "begin to check this request",
    "refer": "put this request before the TOEX managers",
    "pass-on": "pass this request on",
    "resubmit": "send this request again",
    "write": "write a message about this request",
    "add-file": "add a file to this request",
    "remove-file": "remove a file from this request",
    "assess": "score this request",
}
MEETING = {
    "hold": "record that this meeting was held",
    "sign": "sign the minutes of this meeting",
    "declare": "record what was declared in this meeting",
    "keep-actions": "add an action to this meeting",
}
ACTION = {"done": "close this action"}
