/** How a picture becomes the network's input. */
package org.convspark.data.preprocessing;
