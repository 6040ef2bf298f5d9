/** Whether driver and executors are fit to train. */
package org.convspark.doctor;
