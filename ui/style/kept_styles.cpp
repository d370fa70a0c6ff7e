// Styles as JSON in the settings.
#include "ui/style/kept_styles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QUrl>

namespace tessera::ui {

namespace {

QString keyOf(const QString& modelName) {
    // A slash would open a group.
    return QStringLiteral("keptStyles/") +
           QString::fromLatin1(
               QUrl::toPercentEncoding(modelName.isEmpty() ? QStringLiteral("-") : modelName));
}

QJsonObject toJson(const Style& style) {
    QJsonArray vector;
    for (float value : style.vector) {
        vector.append(value);
    }
    return {{"name", style.styleName},
            {"vector", vector},
            {"styleSeed", double(style.styleSeed)},
            {"noiseSeed", double(style.noiseSeed)}};
}

Style fromJson(const QJsonObject& json) {
    Style style;
    style.styleName = json["name"].toString();
    for (const QJsonValue value : json["vector"].toArray()) {
        style.vector.push_back(static_cast<float>(value.toDouble()));
    }
    style.styleSeed = static_cast<quint32>(json["styleSeed"].toDouble());
    style.noiseSeed = static_cast<quint32>(json["noiseSeed"].toDouble());
    return style;
}

}  // namespace

std::vector<Style> loadKeptStyles(const QString& modelName) {
    const QByteArray json = QSettings().value(keyOf(modelName)).toByteArray();
    std::vector<Style> styles;
    for (const QJsonValue value : QJsonDocument::fromJson(json).array()) {
        styles.push_back(fromJson(value.toObject()));
    }
    return styles;
}

void storeKeptStyles(const QString& modelName, const std::vector<Style>& styles) {
    QJsonArray array;
    for (const Style& style : styles) {
        array.append(toJson(style));
    }
    QSettings().setValue(keyOf(modelName), QJsonDocument(array).toJson(QJsonDocument::Compact));
}

}  // namespace tessera::ui
