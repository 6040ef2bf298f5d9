/** A network as the table of Keras's {@code model.summary()}. */
package org.convspark.network.summary;
