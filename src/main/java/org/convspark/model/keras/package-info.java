/**
 * Keras's files as models: configuration and weights, without a class or a line of code of theirs.
 */
package org.convspark.model.keras;
