// tessera convert: a model file with its weights stored in another type.
#include <QCoreApplication>

#include "app/commands/commands.h"
#include "app/terminal/command_line.h"
#include "core/jobs/model_library.h"
#include "model/files/model_file.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(ConvertCommand)
};

}  // namespace

int convertCommand(const QStringList& arguments) {
    CommandLine line(QStringLiteral("convert"),
                     QStringLiteral("MODEL OUT"),
                     Text::tr("Writes a copy of a model whose weights are stored in another type; "
                              "half precision halves the file."));
    line.addOption({QStringLiteral("store")},
                   Text::tr("Type of the weights: float16, bfloat16 or float32."),
                   QStringLiteral("type"));
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.positional().size() != 2) {
        throw UsageError(Text::tr("a model and the file to write are needed"));
    }
    static const std::map<QString, StoredType> types = {
        {QStringLiteral("float16"), StoredType::float16},
        {QStringLiteral("bfloat16"), StoredType::bfloat16},
        {QStringLiteral("float32"), StoredType::float32}};
    QStringList names;
    for (const auto& [name, type] : types) {
        names << name;
    }
    const QString store = line.choice(QStringLiteral("store"), names, QStringLiteral("float16"));
    const QString model = ModelLibrary::load().find(line.positional().first());
    store_model(model.toStdString(), line.positional().last().toStdString(), types.at(store));
    return Success;
}

}  // namespace tessera
