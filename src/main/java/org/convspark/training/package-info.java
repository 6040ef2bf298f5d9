/**
 * Training by parameter averaging: the driver's epoch loop, the averaging master and its workers.
 */
package org.convspark.training;
