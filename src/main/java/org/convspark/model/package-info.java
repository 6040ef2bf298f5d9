/** Saved models: their files, which are taken for untrusted, and what they predict for images. */
package org.convspark.model;
