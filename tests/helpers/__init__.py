"""What the tests share. Four things are called by four names.

`plants.calculate` calculates a plant, `models.run_model` runs a process model on its example,
`commands.run_command` runs the command line in this process and `commands.start_command` in one of
its own, and `commands.run_python` runs code in a fresh interpreter.
"""
