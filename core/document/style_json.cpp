// A float's shortest decimal form is one that a double holds exactly.
#include "core/document/style_json.h"

#include <QJsonArray>

namespace tessera {

QJsonObject styleToJson(const Style& style) {
    QJsonArray vector;
    for (const float value : style.vector) {
        vector.append(double{value});
    }
    QJsonObject object{{QStringLiteral("name"), style.styleName},
                       {QStringLiteral("styleSeed"), qint64{style.styleSeed}},
                       {QStringLiteral("noiseSeed"), qint64{style.noiseSeed}},
                       {QStringLiteral("vector"), vector}};
    if (!style.regionPhotos.isEmpty()) {
        QJsonObject photos;
        for (const auto& [region, photo] : style.regionPhotos.asKeyValueRange()) {
            photos[region] = photo;
        }
        object[QLatin1String("photos")] = photos;
    }
    return object;
}

Style styleFromJson(const QJsonObject& object) {
    Style style;
    style.styleName = object[QLatin1String("name")].toString();
    style.styleSeed = static_cast<quint32>(object[QLatin1String("styleSeed")].toInteger());
    style.noiseSeed = static_cast<quint32>(object[QLatin1String("noiseSeed")].toInteger());
    for (const QJsonValue value : object[QLatin1String("vector")].toArray()) {
        style.vector.push_back(static_cast<float>(value.toDouble()));
    }
    const QJsonObject photos = object[QLatin1String("photos")].toObject();
    for (auto photo = photos.begin(); photo != photos.end(); ++photo) {
        style.regionPhotos.insert(photo.key(), photo.value().toString());
    }
    return style;
}

}  // namespace tessera
