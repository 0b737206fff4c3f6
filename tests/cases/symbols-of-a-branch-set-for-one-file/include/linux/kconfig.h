/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once
#define IS_ENABLED(option) (option)
