/** A saved model: its file, taken for untrusted, and what it says of images. */
package org.convspark.model;
