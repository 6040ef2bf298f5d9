/** The columns of a table: which of them are what, and how an image is made of them. */
package org.convspark.data.tables.columns;
