/** The IDX files that MNIST comes in. */
package org.convspark.data.idx;
