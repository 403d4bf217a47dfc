/** The manual's three examples of answer 200 and its example of answer 400, letter by letter. */
export const documented = {
  released: `{
  "lastEventId": "5a8c791a-6404-4cda-b3f8-f5ec45cd685b",
  "events": [
    {
      "eventId": "5a8c791a-6404-4cda-b3f8-f5ec45cd685b",
      "eventDate": "2011-01-01T15:03:01.012345Z",
      "certificateId": "1f3ba8ad-b868-46f2-9088-56aa2753bc88",
      "certificateFormEvent": {
        "formState": "Released",
        "certificate": {
          "contentId": "cb351abb-36fb-43be-9194-639be38b5617",
          "contentType": "cer",
          "md5": "F7415E33F972C03ABD4F3FED36748F7A"
        },
        "receipt": {
          "contentId": "3a8cf2b8-ee9e-47ca-9ff9-75efced2d52e",
          "contentType": "pdf",
          "md5": "7E0D44C48AF788657EA6F5C4C87589E8"
        }
      }
    }
  ]
}`,
  rejected: `{
  "lastEventId": "5a8c791a-6404-4cda-b3f8-f5ec45cd685b",
  "events": [
    {
      "eventId": "5a8c791a-6404-4cda-b3f8-f5ec45cd685b",
      "eventDate": "2011-01-01T15:03:01.012345Z",
      "certificateId": "1f3ba8ad-b868-46f2-9088-56aa2753bc88",
      "certificateFormEvent": {
        "formState": "ValidationError",
        "error": [
          {
            "code": "Validation",
            "message": "can't validate form data",
            "target": "cryptoAPI",
            "errors": {
              "code": "SmevValidationError",
              "message": "СНИЛС не соответствует данным",
              "target": "cryptoAPI"
            }
          }
        ]
      }
    }
  ]
}`,
  signed: `{
  "lastEventId": "5a8c791a-6404-4cda-b3f8-f5ec45cd685b",
  "events": [
    {
      "eventId": "5a8c791a-6404-4cda-b3f8-f5ec45cd685b",
      "eventDate": "2011-01-01T15:03:01.012345Z",
      "certificateId": "1f3ba8ad-b868-46f2-9088-56aa2753bc88",
      "signEvent": {
        "signatureId": "3aad391b-6995-4074-a2ff-46c7a1dd234e",
        "signState": "Processed",
        "signedFiles": {
          "contentInfo": {
            "contentId": "3a8cf2b8-ee9e-47ca-9ff9-75efced2d52e",
            "contentType": "pdf",
            "contentName": "Договор купли-продажи",
            "md5": "7E0D44C48AF788657EA6F5C4C87589E8"
          },
          "signatures": [
            {
              "contentId": "c6780dbc-126b-44f6-9f7b-7422609d8ebb",
              "contentType": "sig",
              "md5": "F7415E33F972C03ABD4F3FED36748F7A"
            }
          ]
        }
      }
    }
  ]
}`,
  wrongFieldValue: `{
  "code": "validation",
  "message": "Failed to validate input request",
  "target": "api",
  "errors": [
    {
      "code": "WrongFieldValue",
      "message": "afterEventId should be guid",
      "target": "EntityApi"
    }
  ]
}`,
} as const;
