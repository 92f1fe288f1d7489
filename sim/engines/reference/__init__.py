"""The reference engine: the model's rules, event by event, on SimPy, written to be read.

A *process* per call would be the tutorial's way; it costs a generator, a request and a condition
for each. Here a call is a number, a leg's fields are lists indexed by it, and the only SimPy
objects are events that carry the number to a method of `ReferenceFloor`. SimPy keeps the time
order; an event's priority is its (moment, leg), which is the model's rule for ties.
"""

from sim.engines.reference.floor import ReferenceFloor, simulate

__all__ = ["ReferenceFloor", "simulate"]
