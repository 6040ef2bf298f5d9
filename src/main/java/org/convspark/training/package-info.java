/** Training by parameter averaging: the epochs, the rounds and their state. */
package org.convspark.training;
