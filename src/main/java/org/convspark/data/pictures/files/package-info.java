/**
 * What the files of the picture formats say before any pixel is decoded, and whether they are
 * whole.
 */
package org.convspark.data.pictures.files;
