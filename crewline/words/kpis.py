"""What KPIs are called, and how they are reckoned."""

from __future__ import annotations

from typing import Final

from crewline.words.words import N_, Words

#: What each KPI is called.
TITLES: Final = {
    "SL1": N_("SL1"),
    "SL2": N_("SL2"),
    "SL3": N_("SL3"),
    "SL4": N_("SL4"),
    "SL5": N_("SL5"),
    "SL6": N_("SL6"),
    "abandonment": N_("Abandonment"),
    "answer_rate": N_("Answer rate"),
    "asa": N_("Speed of answer (ASA)"),
    "aht": N_("Average handling time"),
    "occupancy": N_("Occupancy"),
    "offered": N_("Offered"),
    "answered": N_("Answered"),
    "abandoned": N_("Abandoned"),
    "cost": N_("Cost"),
    "playbook_cost": N_("What playbooks cost"),
    "cost_per_contact": N_("Cost per contact settled"),
    "longest_wait": N_("Longest wait"),
    "first_contact_resolution": N_("First-contact resolution"),
    "queue_length": N_("Waiting at a time, mean"),
    "longest_queue": N_("Waiting at once, most"),
    "blocked_share": N_("Blocked"),
    "closed_share": N_("Came while closed"),
    "cleared_share": N_("Sent away while waiting"),
    "still_waiting_share": N_("Still waiting at the end"),
    "dropped": N_("Cut off, contacts"),
    "lost": N_("Lost"),
    "dropped_share": N_("Cut off"),
    "redial_share": N_("Redials"),
    "repeat_share": N_("Repeats after an answer"),
    "transfer_share": N_("Transferred"),
    "mean_wait": N_("Average wait of all"),
    "customer_effort": N_("Customer effort"),
    "utilisation": N_("Utilisation"),
    "hold_pressure": N_("Hold pressure"),
    "group_transfer_share": N_("Transferred"),
    "group_aht": N_("Average handling time"),
    "group_answered": N_("Answered"),
    "on_duty": N_("On duty"),
    "overtime": N_("Finishing after duty"),
    "wages": N_("Wages"),
    "arrived": N_("Arrived"),
    "contained": N_("Contained"),
    "containment": N_("Contained by self-service"),
    "left_bot_share": N_("Gave up in self-service"),
    "failover_share": N_("Went on to people"),
    "self_service_time": N_("Time in self-service"),
    "diverted_share": N_("Sent back to self-service"),
    "call_back_share": N_("Call-backs accepted"),
    "call_back_wait": N_("Wait for a call-back"),
    "calls_made": N_("Calls made"),
    "reached_share": N_("Calls that reached"),
    "never_reached_share": N_("Never reached"),
    "call_talk": N_("Talk of calls made"),
    "silent_share": N_("Fell silent"),
    "tickets_opened": N_("Tickets opened"),
    "ticket_share": N_("Open a ticket"),
    "tickets_received": N_("Tickets received"),
    "escalations_received": N_("Escalated to it"),
    "on_time": N_("Done in time"),
    "done": N_("Done"),
    "late": N_("Late"),
    "open_at_end": N_("Open at the end"),
    "backlog": N_("Backlog"),
    "backlog_age": N_("Age of the backlog"),
    "escalated_share": N_("Escalated"),
    "reminded_share": N_("Reminded of"),
    "reopened_share": N_("Come back after done"),
    "put_aside": N_("Put aside, times a piece"),
    "contacts_at_once": N_("Contacts at once"),
}

#: How each KPI is reckoned, in words.
FORMULAS: Final = {
    "SL1": N_("(answered in T + abandoned in T) / offered"),
    "SL2": N_("answered in T / answered"),
    "SL3": N_("answered in T / offered"),
    "SL4": N_("answered in T / (answered + abandoned after T)"),
    "SL5": N_("(answered in T + abandoned in t0) / offered"),
    "SL6": N_("answered in T / (offered − abandoned in t0)"),
    "abandonment": N_("abandoned / offered"),
    "answer_rate": N_("answered / offered"),
    "asa": N_("waiting of the answered / answered"),
    "aht": N_("(talk + hold + hand-over + wrap-up) / answered"),
    "occupancy": N_("handling / (handling + idle), all agents on duty"),
    "offered": N_("came to a line of people, redials and repeats included"),
    "answered": N_("reached an agent"),
    "cost": N_("wages with premiums + telephony + what playbooks cost"),
    "cost_per_contact": N_("cost / answered, contained, reached or done"),
    "arrived": N_("attempts, those who stayed in self-service too"),
    "contained": N_("ended in self-service"),
    "containment": N_("contained / arrived"),
    "left_bot_share": N_("gave up in self-service / arrived"),
    "failover_share": N_("went on to people / all who were in self-service"),
    "self_service_time": N_("time in self-service / all who were there"),
    "diverted_share": N_("turned to self-service while waiting / offered"),
    "call_back_share": N_("accepted a call-back / offered"),
    "call_back_wait": N_("time from acceptance until reached / call-backs reached"),
    "calls_made": N_("calls by agents: call-backs and lists"),
    "reached_share": N_("calls that reached the customer / calls made"),
    "never_reached_share": N_("customers no call reached / customers to be called"),
    "call_talk": N_("talk of calls made / calls that reached"),
    "silent_share": N_("customers who wrote no more / answered"),
    "tickets_opened": N_("tickets opened by its contacts"),
    "ticket_share": N_("tickets opened / answered"),
    "tickets_received": N_("tickets that came in"),
    "escalations_received": N_("work that was escalated to it"),
    "on_time": N_("done in time / (done in time + late)"),
    "done": N_("pieces of work done"),
    "late": N_("pieces of work not done when due"),
    "open_at_end": N_("neither done nor escalated at the end"),
    "backlog": N_("waiting or put aside at the ends of intervals, mean"),
    "backlog_age": N_("time since it came, of what is in the backlog"),
    "escalated_share": N_("escalated when due / offered"),
    "reminded_share": N_("reminded of while waiting / offered"),
    "reopened_share": N_("done, but come back / done"),
    "put_aside": N_("times put aside for a contact / begun"),
    "contacts_at_once": N_("handling of all contacts / time with any contact"),
    "longest_wait": N_("the longest wait of anybody, mean over simulated times"),
    "first_contact_resolution": N_(
        "first attempts answered that need not come back / first attempts answered"
    ),
}


def kpi_name(kpi: str, say: Words) -> str:
    """Return what a KPI is called; service levels by their number."""
    return say(TITLES[kpi])


def kpi_title(kpi: str, say: Words) -> str:
    """Return what a KPI is called on a card; of a service level with what it is."""
    return say("Service level ({id})", id=kpi) if kpi.startswith("SL") else kpi_name(kpi, say)


def kpi_formula(kpi: str, say: Words) -> str:
    """Return how a KPI is reckoned; empty where it says all by its name."""
    return say(FORMULAS[kpi]) if kpi in FORMULAS else ""
