/** The IDX files that MNIST, EMNIST, QMNIST and others come in. */
package org.convspark.data.idx;
