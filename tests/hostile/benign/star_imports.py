"""benign: thousands of names, as star imports bring them
first: yes
"""

from matplotlib.pyplot import *
from numpy import *
from torch import *
from scipy.stats import *
from builtins import *

globals().update({f"name_{number}": number for number in range(4000)})
