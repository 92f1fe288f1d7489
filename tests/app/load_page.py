"""A page for many sessions at once: runs the corner bank with the seed of its address.

With `wait` in the address it runs what waits for that file; sessions are given up soon.
"""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from crewline.ui.parts.working import asked
from crewline.ui.work import pool as pool_module
from crewline.ui.work.limits import Limits
from crewline.ui.work.pool import Pool
from crewline.ui.work.tasks import AnswerTask
from crewline.words import Language, Words
from scenarios.load import load
from tests.app.tiny_tasks import WaitFor

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


def main() -> None:
    with pool_module._making:
        if not pool_module._pools:
            pool_module._pools.append(Pool(Limits(workers=2, leave_s=0.5, heed_s=0.5)))
    say = Words(Language.ENGLISH)
    st.text(f"kept {pool_module.pool().kept_bytes}")
    if "wait" in st.query_params:
        st.text(f"result {asked(WaitFor(st.query_params['wait']), say, key='wait', label='Run')}")
        return
    seed = st.number_input("Seed", value=1, key="seed")
    answer = asked(AnswerTask(load(CORNER_BANK), None, 2, seed), say, key="run", label="Run")
    if answer is not None:
        table = answer.study.kpis
        centre = table[table["kind"] == "centre"].set_index("kpi")["value"]
        st.text(json.dumps({"seed": answer.study.seed, "asa_s": centre["asa"]}))


if __name__ == "__main__":
    main()
