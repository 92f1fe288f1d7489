"""The three parts of a centre, each made of a scenario: floor, demand and plan."""
