/** Rows of a Dataset and what a model predicts for the image in each. */
package org.convspark.model.rows;
