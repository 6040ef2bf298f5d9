/** The binary files that CIFAR-10 and CIFAR-100 come in. */
package org.convspark.data.cifar;
