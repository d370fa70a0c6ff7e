// What a study leaves for its reader: a table, once as Markdown and once as CSV, and a sheet of
// pictures. Free of LibTorch.
#pragma once

#include <string>
#include <vector>

#include "model/data/dataset.h"
#include "model/training/study/study.h"
#include "model/training/study/study_folder.h"

namespace tessera {

/// The tables of the variants that are done, `results` in the study's order; the others' rows hold
/// dashes, in CSV nothing.
std::string table_markdown(const StudyRequest& request, const std::vector<StudyResult>& results);
std::string table_csv(const StudyRequest& request, const std::vector<StudyResult>& results);

/// Writes table.md, table.csv and sheet.png: rows are pictures of `held_out`, evenly out of all;
/// columns the labels, the source photo where there is one, what each variant drew, and the photo.
/// Throws std::runtime_error that names the file.
void write_report(const StudyRequest& request,
                  const std::vector<Pair>& held_out,
                  const std::vector<StudyResult>& results);

}  // namespace tessera
