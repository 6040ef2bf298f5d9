/** A network as Keras's table. */
package org.convspark.network.summary;
