// Styles as JSON in the settings.
#include "ui/style/kept_styles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSettings>
#include <QUrl>

#include "core/document/style_json.h"

namespace tessera::ui {

namespace {

QString keyOf(const QString& modelName) {
    // A slash would open a group.
    return QStringLiteral("keptStyles/") +
           QString::fromLatin1(
               QUrl::toPercentEncoding(modelName.isEmpty() ? QStringLiteral("-") : modelName));
}

}  // namespace

std::vector<Style> loadKeptStyles(const QString& modelName) {
    const QByteArray json = QSettings().value(keyOf(modelName)).toByteArray();
    std::vector<Style> styles;
    for (const QJsonValue value : QJsonDocument::fromJson(json).array()) {
        styles.push_back(styleFromJson(value.toObject()));
    }
    return styles;
}

void storeKeptStyles(const QString& modelName, const std::vector<Style>& styles) {
    QJsonArray array;
    for (const Style& style : styles) {
        array.append(styleToJson(style));
    }
    QSettings().setValue(keyOf(modelName), QJsonDocument(array).toJson(QJsonDocument::Compact));
}

}  // namespace tessera::ui
