/** The networks that have names: those of the lecture, and the user's own in files. */
package org.convspark.network.catalog;
