/** What the user asked of a training: records, each of a group of settings, checked when built. */
package org.convspark.config.training;
