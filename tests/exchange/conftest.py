"""Let the tests of this folder import their helpers, and the random plants of the laws."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "laws")]
