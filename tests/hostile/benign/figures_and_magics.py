"""benign: figures, magics and shell lines"""
%matplotlib inline
%load_ext autoreload
%config InlineBackend.figure_format = "retina"
import matplotlib.pyplot as plt
import numpy as np

figure, ax = plt.subplots()
ax.hist(random_normal(50, 50, np.random.default_rng(0)).ravel(), label=r"$w_{ij}$")
ax.legend()
figure.savefig("histogram.png")
figure.savefig("histogram.pdf")
plt.show()
%timeit -n1 -r1 zeros(2, 3, None)
display(figure)
