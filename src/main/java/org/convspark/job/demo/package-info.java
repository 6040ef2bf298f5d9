/** The lecture's worked examples of convolution and pooling, and the command that shows them. */
package org.convspark.job.demo;
